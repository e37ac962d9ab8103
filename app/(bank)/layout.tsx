import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { FieldPhone } from '@/components/field/field-phone'
import { BANK_NAVIGATION } from '@/components/shell/navigation'
import { SignedInFrame } from '@/components/shell/signed-in-frame'
import { currentActor, homePath } from '@/lib/platform/auth/current'
import { searchEverything } from '@/lib/search/actions'

/** The bank's workspace: staff only; partners are led to their portal. */
export default async function BankLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor()
  if (actor.partyId) redirect(homePath(actor))
  return (
    <SignedInFrame
      actor={actor}
      navigation={BANK_NAVIGATION}
      settingsHref="/me"
      notificationsHref="/notifications"
      search={searchEverything}
    >
      <FieldPhone login={actor.login} />
      {children}
    </SignedInFrame>
  )
}
