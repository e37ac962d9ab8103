import { redirect } from 'next/navigation'
import { currentActor, homePath } from '@/lib/platform/auth/current'

/** The door: to one's own first page, or to sign in. */
export default async function Start() {
  redirect(homePath(await currentActor()))
}
