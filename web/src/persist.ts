/** The first pause is about this long, each further one twice the last. Milliseconds. */
const firstPause = 500;

/** No server is waited for longer than this at once, whatever it asks for. Milliseconds. */
const longestPause = 60_000;

/** An error that knows the status it came with; 0 where there was no answer. */
interface Refusal {
  readonly status: number;
  /** Milliseconds the server asks to wait. */
  readonly retryAfter?: number;
}

/** Whether waiting may help: no connection, a server that has too much to do or is being started. */
export function mayPass(error: unknown): error is Refusal {
  const status = error instanceof Error && 'status' in error ? error.status : null;
  return typeof status === 'number' && (status === 0 || status === 408 || status === 429 || status >= 500);
}

/** Does something that may fail for a while, again and again with growing, jittered pauses, `tries` times at most. */
export async function persist<T>(tries: number, signal: AbortSignal, action: () => Promise<T>, told: (error: Error) => void = () => {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (signal.aborted || attempt === tries || !mayPass(error)) throw error;
      told(error as Refusal & Error);
      await pause(pauseAfter(attempt, error), signal);
    }
  }
}

/** How long to wait after so many misses in a row: at least as long as the server asks for. Milliseconds. */
export function pauseAfter(misses: number, error: unknown): number {
  const own = firstPause * 2 ** (misses - 1) * (0.5 + Math.random());
  return Math.min(longestPause, Math.max(own, mayPass(error) ? (error.retryAfter ?? 0) : 0));
}

/** Waits; throws the signal's reason when it is aborted. */
export function pause(time: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }

    const stop = (): void => {
      window.clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = window.setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, time);
    signal.addEventListener('abort', stop, { once: true });
  });
}
