import { Button as BaseButton } from '@base-ui/react/button'
import { cva, type VariantProps } from 'class-variance-authority'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { Spinner } from './spinner'

export const buttonClass = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        primary:
          'border-transparent bg-accent text-accent-ink shadow-flat not-disabled:hover:bg-accent-hover not-disabled:active:bg-accent-hover',
        default: 'border-line-strong bg-raised text-ink shadow-flat not-disabled:hover:bg-hover',
        quiet: 'border-transparent bg-transparent text-ink not-disabled:hover:bg-hover',
        danger: 'border-transparent bg-danger text-danger-ink shadow-flat not-disabled:hover:bg-danger-hover',
        'danger-quiet': 'border-danger/60 bg-raised text-danger not-disabled:hover:bg-danger-soft',
        link: 'border-transparent bg-transparent px-0! text-accent underline-offset-3 not-disabled:hover:underline',
      },
      size: {
        sm: 'h-7 px-2.5 text-sm coarse:h-11',
        md: 'h-8 px-3 text-base coarse:h-11 coarse:px-4',
        lg: 'h-10 px-5 text-lg coarse:h-12',
      },
      icon: { true: 'aspect-square px-0!', false: '' },
    },
    defaultVariants: { tone: 'default', size: 'md', icon: false },
  },
)

export type ButtonLook = VariantProps<typeof buttonClass>

type ButtonProps = Omit<ComponentProps<typeof BaseButton>, 'className'> &
  ButtonLook & {
    className?: string
    /** shows a spinner and refuses further presses; the width stays */
    busy?: boolean
  }

/** The one button. `tone="primary"` once a screen at most; `icon` for a square one, which then needs an aria-label. */
export function Button({ tone, size, icon, busy, className, children, disabled, type, ...props }: ButtonProps) {
  return (
    <BaseButton
      type={type ?? 'button'}
      {...props}
      disabled={disabled || busy}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      className={cn(buttonClass({ tone, size, icon }), className)}
    >
      {busy && <Spinner />}
      {busy && icon ? null : children}
    </BaseButton>
  )
}

type LinkProps = ComponentProps<typeof Link>

/** What the API serves is a file and no page: the browser fetches it when it is asked for, the router never ahead. */
function Anchor({ href, ...props }: LinkProps) {
  if (typeof href !== 'string' || !href.startsWith('/api/')) return <Link href={href} {...props} />
  const { prefetch: _, replace: __, scroll: ___, ...plain } = props
  return <a href={href} {...plain} />
}

type ButtonLinkProps = LinkProps & ButtonLook & { children: ReactNode }

/** Looks like a button, goes somewhere: a real link, so that it opens in a new tab and reads as one. */
export function ButtonLink({ tone, size, icon, className, ...props }: ButtonLinkProps) {
  return <Anchor {...props} className={cn(buttonClass({ tone, size, icon }), className)} />
}

/** A link in running text or a cell. */
export function TextLink({ className, ...props }: LinkProps) {
  return <Anchor {...props} className={cn('text-accent underline-offset-3 hover:underline', className)} />
}
