import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SecondFactorSetup } from '@/components/admin/second-factor-setup'
import { Card } from '@/components/ui/card'
import { signOutAction } from '@/lib/platform/auth/actions'
import { currentSession, homePath, safePath } from '@/lib/platform/auth/current'
import { LeaveButton } from '../leave-button'
import { CodeForm } from './code-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('secondFactor.title') }
}

export default async function SecondFactor({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const [{ next }, session, t] = [await searchParams, await currentSession(), await getTranslations('auth')]
  if (!session) redirect('/sign-in')
  const after = safePath(next, homePath(session.actor))
  if (session.step !== 'SECOND_FACTOR') redirect(after)
  return (
    <Card>
      <h1 className="mb-1 text-xl font-semibold">{t('secondFactor.title')}</h1>
      <p className="mb-4 text-ink-2">{t(session.hasSecondFactor ? 'secondFactor.enter' : 'secondFactor.mustSetUp')}</p>
      {session.hasSecondFactor ? <CodeForm next={after} /> : <SecondFactorSetup next={after} />}
      <LeaveButton action={signOutAction} />
    </Card>
  )
}
