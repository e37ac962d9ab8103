import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Providers } from '@/components/shell/providers'
import './globals.css'
import '@/components/ui/print.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell')
  return {
    title: { default: t('product'), template: `%s · ${t('product')}` },
    description: t('tagline'),
    robots: { index: false, follow: false },
    icons: { icon: '/icon.svg' },
    formatDetection: { telephone: false, date: false, address: false, email: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f4ef' },
    { media: '(prefers-color-scheme: dark)', color: '#12171a' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, head] = [await getLocale(), await headers()]
  // the proxy makes one nonce a request; inline scripts without it do not run
  const nonce = head.get('x-nonce') ?? undefined
  return (
    <html lang={locale} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider>
          <Providers nonce={nonce}>{children}</Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
