'use client'
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactElement, ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'

type DialogProps = {
  /** the button that opens it; leave out when `open` is controlled */
  trigger?: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  /** the acts, at the foot: first the safe one, last the main one */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'xl'
  children?: ReactNode
}

const WIDTH = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-2xl', xl: 'max-w-5xl' } as const

/** A question or a small form over the page; Escape and the cross close it, the focus returns to where it was. */
export function Dialog({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  footer,
  size = 'md',
  children,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange && ((next) => onOpenChange(next))}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="shade z-40" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end justify-center overflow-hidden sm:items-start sm:px-4 sm:pt-[10vh] sm:pb-8">
          <Base.Popup
            className={cn(
              'float flex max-h-[92dvh] w-full flex-col rounded-b-none outline-none sm:max-h-[80vh] sm:rounded-lg',
              WIDTH[size],
            )}
          >
            <DialogHeader title={title} description={description} />
            <Body>{children}</Body>
            {footer && (
              <div className="flex flex-wrap justify-end gap-2 border-t border-line bg-sunken/60 px-5 py-3">
                {footer}
              </div>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

function DialogHeader({ title, description }: { title: ReactNode; description?: ReactNode }) {
  const t = useTranslations('ui')
  return (
    <header className="flex items-start justify-between gap-4 border-b border-line px-5 py-3">
      <div className="min-w-0">
        <Base.Title className="text-lg font-semibold">{title}</Base.Title>
        {description && <Base.Description className="text-sm text-ink-2">{description}</Base.Description>}
      </div>
      <Base.Close
        render={
          <Button tone="quiet" size="sm" icon aria-label={t('close')} className="-mr-2">
            <X />
          </Button>
        }
      />
    </header>
  )
}

/** Scrolls by itself, and by the keyboard also when there is nothing in it to stop at. */
function Body({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-5 py-4 -outline-offset-2">
      {children}
    </div>
  )
}

/** Closes the dialog or sheet around it. */
export function DialogClose({ children, ...props }: { children: ReactNode; disabled?: boolean }) {
  return <Base.Close render={<Button {...props}>{children}</Button>} />
}

type SheetProps = Omit<DialogProps, 'size'> & { side?: 'right' | 'bottom'; width?: 'md' | 'lg' | 'xl' }

const SHEET_WIDTH = { md: 'sm:w-[26rem]', lg: 'sm:w-[38rem]', xl: 'sm:w-[56rem]' } as const

/** A panel from the right edge (from the bottom on a phone): detail beside the work, without leaving the page. */
export function Sheet({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  footer,
  side = 'right',
  width = 'md',
  children,
}: SheetProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange && ((next) => onOpenChange(next))}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="shade z-40" />
        <Base.Viewport className="fixed inset-0 z-50 overflow-hidden">
          <Base.Popup
            className={cn(
              'absolute flex max-w-full flex-col border-line-2 bg-raised shadow-float outline-none transition-transform duration-150 ease-out',
              'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-lg border-t data-ending-style:translate-y-full data-starting-style:translate-y-full',
              side === 'right' &&
                cn(
                  'sm:inset-y-0 sm:right-0 sm:left-auto sm:max-h-none sm:rounded-none sm:border-t-0 sm:border-l sm:data-ending-style:translate-x-full sm:data-ending-style:translate-y-0 sm:data-starting-style:translate-x-full sm:data-starting-style:translate-y-0',
                  SHEET_WIDTH[width],
                ),
            )}
          >
            <DialogHeader title={title} description={description} />
            <Body>{children}</Body>
            {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
