'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useEffect, useState } from 'react'
import { Button } from '../ui/button'
import { Menu } from '../ui/menu'

const ICON = { light: Sun, dark: Moon, system: Monitor } as const
type Theme = keyof typeof ICON

/** Light, dark, or as the system. */
export function ThemeSwitch() {
  const t = useTranslations('shell')
  const { theme, setTheme } = useTheme()
  const [mounted, setMounted] = useState(false)
  useEffect(() => setMounted(true), [])
  // the server does not know the choice: it is shown only once the browser has told it
  const now: Theme = mounted && theme && theme in ICON ? (theme as Theme) : 'system'
  const Icon = ICON[now]
  return (
    <Menu
      align="end"
      trigger={
        <Button tone="quiet" size="sm" icon aria-label={t('theme')} title={t('theme')}>
          <Icon />
        </Button>
      }
      items={[
        {
          kind: 'radio',
          key: 'theme',
          label: t('theme'),
          value: now,
          options: (['light', 'dark', 'system'] as const).map((value) => ({ value, label: t(value) })),
          onChange: setTheme,
        },
      ]}
    />
  )
}
