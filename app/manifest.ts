import type { MetadataRoute } from 'next'

/** What a phone needs to put Fangshi among its apps. It opens at the first page of whoever signs in. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: '坊市 Fangshi',
    short_name: '坊市',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    orientation: 'any',
    background_color: '#f6f4ef',
    theme_color: '#f6f4ef',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
}
