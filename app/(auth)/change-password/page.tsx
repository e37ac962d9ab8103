import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PasswordForm } from '@/components/admin/password-form'
import { Card } from '@/components/ui/card'
import { signOutAction } from '@/lib/platform/auth/actions'
import { currentSession, homePath, safePath } from '@/lib/platform/auth/current'
import { STEP_PATH } from '@/lib/platform/auth/session'
import { LeaveButton } from '../leave-button'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('changePassword.title') }
}

export default async function ChangePassword({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const [{ next }, session, t] = [await searchParams, await currentSession(), await getTranslations('auth')]
  if (!session) redirect('/sign-in')
  const after = safePath(next, homePath(session.actor))
  if (session.step !== 'CHANGE_PASSWORD') redirect(session.step === 'READY' ? after : STEP_PATH[session.step])
  return (
    <Card>
      <h1 className="mb-1 text-xl font-semibold">{t('changePassword.title')}</h1>
      <p className="mb-4 text-ink-2">{t('changePassword.first')}</p>
      <PasswordForm next={after} />
      <LeaveButton action={signOutAction} />
    </Card>
  )
}
