'use client'
import { useTranslations } from 'next-intl'
import { PlainPage } from '@/components/shell/plain-page'
import { Button, ButtonLink } from '@/components/ui/button'
import { State } from '@/components/ui/state'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('shell.error')
  return (
    <PlainPage>
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
    </PlainPage>
  )
}
