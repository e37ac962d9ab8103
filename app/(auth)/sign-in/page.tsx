import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { currentSession, homePath, safePath } from '@/lib/platform/auth/current'
import { STEP_PATH } from '@/lib/platform/auth/session'
import { DEMO_LOGINS, demoBankIsHere } from '@/lib/platform/ops/demo'
import { DemoAccounts } from './demo-accounts'
import { SignInForm } from './sign-in-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('signIn.title') }
}

type Search = { next?: string; error?: string }

export default async function SignIn({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ next, error }, session, t] = [await searchParams, await currentSession(), await getTranslations('auth')]
  if (session && !error) {
    redirect(session.step === 'READY' ? safePath(next, homePath(session.actor)) : STEP_PATH[session.step])
  }
  const demo = await demoBankIsHere()
  return (
    <>
      <Card>
        <h1 className="mb-4 text-xl font-semibold">{t('signIn.title')}</h1>
        <SignInForm next={safePath(next, '')} failed={error !== undefined} />
      </Card>
      {demo && <DemoAccounts logins={DEMO_LOGINS} />}
    </>
  )
}
