'use client'
import { type PointerEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { cn } from '../cn'

/**
 * A frame that its content may outgrow: drag to move (mouse), two fingers or Ctrl+wheel to zoom, scroll bars and keys as
 * always. Zoom itself belongs to the caller, who draws the content larger.
 */
export function PanFrame({
  frameRef,
  label,
  onZoom,
  className,
  children,
}: {
  frameRef: RefObject<HTMLDivElement | null>
  label: string
  onZoom: (factor: number) => void
  className?: string
  children: ReactNode
}) {
  const drag = useRef<{ id: number; x: number; y: number } | null>(null)
  const fingers = useRef(new Map<number, { x: number; y: number }>())
  const spread = useRef(0)

  useEffect(() => {
    const frame = frameRef.current
    if (!frame) return
    // React's own wheel listener is passive and could not keep the page from zooming
    const onWheel = (e: WheelEvent) => {
      if (!e.ctrlKey && !e.metaKey) return
      e.preventDefault()
      onZoom(e.deltaY < 0 ? 1.15 : 1 / 1.15)
    }
    frame.addEventListener('wheel', onWheel, { passive: false })
    return () => frame.removeEventListener('wheel', onWheel)
  }, [frameRef, onZoom])

  const down = (e: PointerEvent<HTMLDivElement>) => {
    if (e.pointerType === 'touch') {
      fingers.current.set(e.pointerId, { x: e.clientX, y: e.clientY })
      spread.current = distance(fingers.current)
      return
    }
    if (e.button !== 0 || (e.target as Element).closest('.react-pdf__Page__textContent span,a,button')) return
    drag.current = { id: e.pointerId, x: e.clientX, y: e.clientY }
    e.currentTarget.setPointerCapture(e.pointerId)
  }
  const move = (e: PointerEvent<HTMLDivElement>) => {
    if (fingers.current.has(e.pointerId)) {
      fingers.current.set(e.pointerId, { x: e.clientX, y: e.clientY })
      const now = distance(fingers.current)
      if (spread.current > 0 && now > 0 && Math.abs(now / spread.current - 1) > 0.04) {
        onZoom(now / spread.current)
        spread.current = now
      }
      return
    }
    if (drag.current?.id !== e.pointerId) return
    e.currentTarget.scrollLeft -= e.clientX - drag.current.x
    e.currentTarget.scrollTop -= e.clientY - drag.current.y
    drag.current = { id: e.pointerId, x: e.clientX, y: e.clientY }
  }
  const up = (e: PointerEvent<HTMLDivElement>) => {
    fingers.current.delete(e.pointerId)
    spread.current = 0
    if (drag.current?.id === e.pointerId) drag.current = null
  }
  return (
    <section
      ref={frameRef}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling frame must be reachable by keyboard
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      className={cn('cursor-grab touch-pan-x touch-pan-y overflow-auto bg-sunken active:cursor-grabbing', className)}
    >
      {children}
    </section>
  )
}

function distance(points: Map<number, { x: number; y: number }>): number {
  const [a, b] = [...points.values()]
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
}
