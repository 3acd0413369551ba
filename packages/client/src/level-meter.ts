import { loudnessOf } from "./loudness.ts";

/** Measures how loud a stream is. */
export interface LevelMeter {
  /** From 0, silence, to 1; read it as often as it is shown. */
  level(): number;
  /** May be called twice. */
  close(): void;
}

/**
 * Starts to measure a stream's sound.
 *
 * @param context is to be closed after it: until then Chromium keeps the stream, closed meter or not
 */
export function createLevelMeter(stream: MediaStream, context: AudioContext): LevelMeter {
  if (stream.getAudioTracks().length === 0) return { level: () => 0, close: () => {} };
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      return loudnessOf(Math.sqrt(power));
    },
    close: () => source.disconnect(),
  };
}
