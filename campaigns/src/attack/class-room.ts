/** The name of one of the rooms in which the good clients sit, from 0. */
export function classRoom(number: number): string {
  return `class-${number}`;
}
