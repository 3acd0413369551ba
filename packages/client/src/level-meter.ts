/** Measures how loud a stream is. */
export interface LevelMeter {
  /** From 0, silence, to 1; read it as often as it is shown. */
  level(): number;
  /** May be called twice. */
  close(): void;
}

/** Speech at a usual distance reaches about this root mean square. */
const fullScale = 0.25;

/**
 * Starts to measure a stream's sound. One audio context may serve many meters,
 * and should: browsers allow few.
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
      return Math.min(1, Math.sqrt(power) / fullScale);
    },
    close: () => source.disconnect(),
  };
}
