import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { LocaleSwitch } from '@/components/shell/locale-switch'
import { Seal } from '@/components/shell/seal'
import { ThemeSwitch } from '@/components/shell/theme-switch'
import { keepLanguage } from '@/lib/platform/auth/actions'

/** The threshold: nothing of any bank is shown before somebody is known. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('shell')
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-end gap-1 px-4 py-3">
        <LocaleSwitch onChange={keepLanguage} />
        <ThemeSwitch />
      </header>
      <main id="main" className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center px-4 pb-24">
        <div className="mb-6 flex items-center gap-3">
          <Seal className="size-11" />
          <div>
            <p className="font-serif text-2xl leading-tight font-bold">{t('product')}</p>
            <p className="text-sm text-ink-2">{t('tagline')}</p>
          </div>
        </div>
        {children}
      </main>
    </div>
  )
}
