/** Soon enough for whoever starts the next one on the same folder at once. */
const INTERVAL_MS = 100;

/** Calls `listener` once, when the process that started this one is no more. The look-out keeps nothing alive. */
export function onParentGone(listener: () => void): void {
  const parentId = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parentId) return;
    clearInterval(timer);
    listener();
  }, INTERVAL_MS);
  timer.unref();
}
