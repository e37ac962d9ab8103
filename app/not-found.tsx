import { getTranslations } from 'next-intl/server'
import { PlainPage } from '@/components/shell/plain-page'
import { ButtonLink } from '@/components/ui/button'
import { State } from '@/components/ui/state'

export default async function NotFound() {
  const t = await getTranslations('shell.notFound')
  return (
    <PlainPage>
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
    </PlainPage>
  )
}
