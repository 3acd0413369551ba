import { ApiUser } from "./api.ts";
import type { Lectern } from "./lectern.ts";

/** A school with one teacher, made through the API as its pages would. */
export interface School {
  readonly teacher: ApiUser;
  readonly teacherId: string;
  newStudent(name: string): Promise<Student>;
  newConference(title: string, students?: readonly Student[]): Promise<string>;
}

export interface Student {
  readonly id: string;
  readonly name: string;
  readonly user: ApiUser;
}

export const password = "correct horse battery staple";

/** Opens the first-account link of a fresh Lectern and makes its administrator, who teaches too. */
export async function openSchool(lectern: Lectern, name = "Tea Horvat"): Promise<School> {
  const teacher = new ApiUser(lectern.url);
  const secret = secretOf(lectern.firstAccountLink);
  const first = await expectOk(
    teacher.call("POST", "/api/links/accept", { secret, name, username: "tea", password }),
  );
  let accounts = 0;
  return {
    teacher,
    teacherId: first.account.id,
    newStudent: async (studentName) => {
      accounts += 1;
      const username = `student${accounts}`;
      const made = await expectOk(
        teacher.call("POST", "/api/accounts", { name: studentName, username, role: "student" }),
      );
      const user = new ApiUser(lectern.url);
      await expectOk(
        user.call("POST", "/api/links/accept", { secret: secretOf(made.link), password }),
      );
      return { id: made.account.id, name: studentName, user };
    },
    newConference: async (title, students = []) => {
      const made = await expectOk(teacher.call("POST", "/api/conferences", { title }));
      for (const { id } of students) {
        const path = `/api/conferences/${made.conference.id}/members`;
        await expectOk(teacher.call("POST", path, { accountId: id }));
      }
      return made.conference.id;
    },
  };
}

export function secretOf(link: string): string {
  return link.slice(link.indexOf("#") + 1);
}

/** What the call answered, when it went well; otherwise the test ends with what was said. */
export async function expectOk(answer: ReturnType<ApiUser["call"]>) {
  const { status, text, body } = await answer;
  if (status >= 300) throw new Error(`Cannot go on: ${status} ${text}`);
  return body;
}
