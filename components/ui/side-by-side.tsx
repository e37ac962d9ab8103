'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useRef } from 'react'
import { cn } from './cn'
import { useStored } from './use-stored'

/**
 * Document at the left, fields at the right, each scrolling by itself; the line between can be moved (also by arrow keys)
 * and stays where it was put. Below 1024 px the document stands above.
 */
export function SideBySide({
  id,
  left,
  right,
  initial = 52,
  className,
}: {
  id: string
  left: ReactNode
  right: ReactNode /** width of the left side in percent */
  initial?: number
  className?: string
}) {
  const t = useTranslations('ui.sideBySide')
  const [stored, setStored] = useStored<number>(`split:${id}`, initial)
  const share = Math.min(75, Math.max(25, stored))
  const box = useRef<HTMLDivElement>(null)
  return (
    <div
      ref={box}
      className={cn('flex flex-col gap-3 lg:h-[calc(100dvh-11rem)] lg:min-h-112 lg:flex-row lg:gap-0', className)}
      style={{ '--left': `${share}%` } as React.CSSProperties}
    >
      <div className="flex h-[55dvh] min-w-0 flex-col lg:h-auto lg:w-(--left) [&>*]:flex-1">{left}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that can be moved, which hr cannot */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t('resize')}
        aria-valuenow={Math.round(share)}
        aria-valuemin={25}
        aria-valuemax={75}
        tabIndex={0}
        className="no-print group hidden w-4 shrink-0 cursor-col-resize items-center justify-center rounded-sm lg:flex"
        onKeyDown={(e) => {
          if (e.key !== 'ArrowLeft' && e.key !== 'ArrowRight') return
          e.preventDefault()
          e.stopPropagation()
          setStored(share + (e.key === 'ArrowLeft' ? -2 : 2))
        }}
        onPointerDown={(e) => {
          e.preventDefault()
          e.currentTarget.setPointerCapture(e.pointerId)
        }}
        onPointerMove={(e) => {
          const rect = box.current?.getBoundingClientRect()
          if (!rect || !e.currentTarget.hasPointerCapture(e.pointerId)) return
          setStored(Math.round(((e.clientX - rect.left) / rect.width) * 1000) / 10)
        }}
      >
        <span className="h-10 w-1 rounded-full bg-line-2 group-hover:bg-accent group-focus-visible:bg-accent" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls by itself must be reachable by keyboard */}
      <div tabIndex={0} className="min-w-0 flex-1 -outline-offset-2 lg:overflow-y-auto">
        {right}
      </div>
    </div>
  )
}
