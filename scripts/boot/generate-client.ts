/** `npm run db:generate`: the typed client, made anew. */
import { generateClient } from './generate'

await generateClient(true)
console.log('lib/platform/db/generated is up to date.')
