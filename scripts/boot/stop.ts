/** Ends the process in order when it is asked to; asked again after a moment, at once. */
const AGAIN_MS = 1500

/**
 * Runs `close` on the first SIGINT, SIGTERM or SIGHUP and exits. A terminal, npm and the Node 20 process above each pass
 * the same Ctrl-C on, so only one that comes later counts as "now".
 */
export function onStopSignal(close: () => Promise<void>): void {
  let first = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first && Date.now() - first > AGAIN_MS) process.exit(1)
      if (first) return
      first = Date.now()
      close().then(
        () => process.exit(0),
        (error) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
  // whoever read our output is gone: nothing to say it to
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}
