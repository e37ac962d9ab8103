'use client'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { State } from '@/components/ui/state'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('shell.error')
  return (
    <main className="flex min-h-[70dvh] items-center justify-center">
      <State
        kind="error"
        heading="h1"
        title={t('title')}
        detail={t('detail')}
        code={error.digest}
        action={
          <>
            <ButtonLink href="/">{t('home')}</ButtonLink>
            <Button tone="primary" onClick={reset}>
              {t('retry')}
            </Button>
          </>
        }
      />
    </main>
  )
}
