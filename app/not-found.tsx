import { getTranslations } from 'next-intl/server'
import { ButtonLink } from '@/components/ui/button'
import { State } from '@/components/ui/state'

export default async function NotFound() {
  const t = await getTranslations('shell.notFound')
  return (
    <main className="flex min-h-[70dvh] items-center justify-center">
      <State
        kind="not-found"
        heading="h1"
        title={t('title')}
        detail={t('detail')}
        action={
          <ButtonLink href="/" tone="primary">
            {t('home')}
          </ButtonLink>
        }
      />
    </main>
  )
}
