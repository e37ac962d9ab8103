import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { PORTAL_NAVIGATION } from '@/components/shell/navigation'
import { SignedInFrame } from '@/components/shell/signed-in-frame'
import { currentActor, homePath } from '@/lib/platform/auth/current'

/** The partners' portal: people of a party only; staff are led to the bank's workspace. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor()
  if (!actor.partyId) redirect(homePath(actor))
  return (
    <SignedInFrame
      actor={actor}
      navigation={PORTAL_NAVIGATION}
      settingsHref="/portal/me"
      notificationsHref="/portal/notifications"
    >
      {children}
    </SignedInFrame>
  )
}
