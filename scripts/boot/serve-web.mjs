/** Serves a finished build: serve-web.mjs FOLDER. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// Next's server.js moves into its own folder; messages, templates and files are found from the project's
process.chdir = () => undefined
await import(pathToFileURL(join(process.argv[2], 'server.js')).href)
