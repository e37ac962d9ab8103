/**
 * Preloaded into the web and worker processes: when the process that started them is gone (kill -9 too), they end as
 * if asked to. Nothing else would tell them.
 */
const parent = process.ppid
const watch = setInterval(() => {
  if (process.ppid === parent) return
  clearInterval(watch)
  setTimeout(() => process.exit(1), 5000).unref()
  process.kill(process.pid, 'SIGTERM')
}, 500)
watch.unref()
