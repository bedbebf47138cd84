// One line of JSON for each test, which the Java side makes a test of its own.
import { basename } from 'node:path';

export default async function* reporter(events) {
  const problems = {};
  for await (const { type, data } of events) {
    const file = basename(data.file ?? data.name ?? '');
    if (type === 'test:stderr') problems[file] = ((problems[file] ?? '') + data.message).slice(-4_000);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // a whole file is reported beside its tests, and counts only where it failed to load
    const wholeFile = basename(data.name) === file;
    if (wholeFile && type === 'test:pass') continue;
    const cause = data.details?.error?.cause ?? data.details?.error;
    const error = wholeFile ? problems[file] : cause?.stack;
    yield (
      JSON.stringify({
        file,
        name: wholeFile ? 'loads' : data.name,
        millis: data.details?.duration_ms,
        error: type === 'test:fail' ? String(error ?? cause ?? 'failed') : undefined,
      }) + '\n'
    );
  }
}
