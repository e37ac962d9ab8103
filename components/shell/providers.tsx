'use client'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { ThemeProvider } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { ToastProvider } from '../ui/toast'

/** What every page stands in: theme, nonce for the few inline styles, list state in the address, toasts, tooltips. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <CSPProvider nonce={nonce}>
      <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
        <NuqsAdapter>
          <Tooltip.Provider delay={400}>
            <ToastProvider>{children}</ToastProvider>
          </Tooltip.Provider>
        </NuqsAdapter>
      </ThemeProvider>
    </CSPProvider>
  )
}
