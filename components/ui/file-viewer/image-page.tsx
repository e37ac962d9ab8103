'use client'
import { useState } from 'react'

/** An image fitted into the frame, times the zoom, turned by quarter turns. */
export function ImagePage({
  href,
  alt,
  frame,
  zoom,
  rotation,
  onError,
}: {
  href: string
  alt: string
  frame: { width: number; height: number }
  zoom: number
  rotation: number
  onError: () => void
}) {
  const [size, setSize] = useState<{ href: string; width: number; height: number } | null>(null)
  const known = size?.href === href ? size : null
  const turned = rotation % 180 !== 0
  const width = known ? (turned ? known.height : known.width) : 1
  const height = known ? (turned ? known.width : known.height) : 1
  const scale = known ? Math.min(frame.width / width, frame.height / height, 4) * zoom : 1
  return (
    <div
      className="relative m-auto"
      style={known ? { width: width * scale, height: height * scale } : { width: frame.width, height: frame.height }}
    >
      {/* biome-ignore lint/performance/noImgElement: private files of any size; the image optimiser must not cache them */}
      <img
        key={href}
        src={href}
        alt={alt}
        draggable={false}
        onLoad={(e) => setSize({ href, width: e.currentTarget.naturalWidth, height: e.currentTarget.naturalHeight })}
        onError={onError}
        className="absolute top-1/2 left-1/2 max-w-none select-none"
        style={
          known
            ? {
                width: known.width * scale,
                height: known.height * scale,
                transform: `translate(-50%, -50%) rotate(${rotation}deg)`,
              }
            : { opacity: 0 }
        }
      />
    </div>
  )
}
