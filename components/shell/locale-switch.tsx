'use client'
import { Languages } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { LOCALE_COOKIE, LOCALES, type Locale } from '@/lib/platform/i18n/locale'
import { Button } from '../ui/button'

const NAMES: Record<Locale, string> = { 'zh-CN': '中文', en: 'English' }
const YEAR_SECONDS = 31_536_000

/** Sets the language of this browser; the page stays where it is. `onChange` may keep it with the user as well. */
export function LocaleSwitch({ onChange }: { onChange?: (locale: Locale) => Promise<unknown> }) {
  const t = useTranslations('shell')
  const router = useRouter()
  const locale = useLocale() as Locale
  const [pending, start] = useTransition()
  const next = LOCALES.find((l) => l !== locale) ?? locale
  return (
    <Button
      tone="quiet"
      size="sm"
      disabled={pending}
      lang={next}
      title={t('switchLanguage')}
      onClick={() =>
        start(async () => {
          const secure = location.protocol === 'https:' ? '; secure' : ''
          // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in the older browsers of banks
          document.cookie = `${LOCALE_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`
          await onChange?.(next)
          router.refresh()
        })
      }
    >
      <Languages aria-hidden />
      {NAMES[next]}
    </Button>
  )
}
