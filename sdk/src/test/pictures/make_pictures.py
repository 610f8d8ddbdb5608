#!/usr/bin/env python3
"""Makes the pictures in ../resources/io/github/dcpt4j/sdk/image with ImageMagick 6 and ExifTool.

They are committed; the build needs none of these tools. Run this in its own folder to make them anew.

All show the same scene of six blocks of 8x8 pixels, three above three (see Scene.java for the
colours). What neither tool can make (tRNS, cICP and acTL chunks) is put together here.
"""
import pathlib
import struct
import subprocess
import zlib

TARGET = pathlib.Path(__file__).parent / "../resources/io/github/dcpt4j/sdk/image"
WORK = pathlib.Path("/tmp/make_pictures")
COLOURS = ["c8c932331415", "2829b4b54647", "3c3d5051dcdd", "f0f1c8c90a0b", "787914158c8d", "ebecebecdcdd"]
GREYS = ["1415", "4647", "7879", "aaab", "c8c9", "f0f1"]
ALPHAS = ["ffff", "8081", "0000", "ffff", "4041", "ffff"]
# How upright rows are stored so that the orientation turns them back.
STORED = {1: [], 2: ["-flop"], 3: ["-rotate", "180"], 4: ["-flip"], 5: ["-transpose"],
          6: ["-rotate", "270"], 7: ["-transverse"], 8: ["-rotate", "90"]}
FLOATS = ["-depth", "32", "-define", "quantum:format=floating-point"]
LOSSLESS = ["-define", "webp:lossless=true", "-define", "webp:exact=true"]


def run(*command):
    subprocess.run([str(part) for part in command], check=True)


def convert(*arguments):
    run("convert", *arguments)


def exiftool(*arguments):
    run("exiftool", "-q", "-overwrite_original", *arguments)


def scene(name, colours):
    blocks = [["-size", "8x8", f"xc:#{colour}"] for colour in colours]
    rows = [["("] + sum(blocks[i:i + 3], []) + ["+append", ")"] for i in (0, 3)]
    convert(*rows[0], *rows[1], "-append", "-depth", "16", "-strip", WORK / name)
    return WORK / name


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(name, bits, colour_type, rows, *extra):
    header = struct.pack(">IIBBBBB", 24, 16, bits, colour_type, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    content = chunk(b"IHDR", header) + b"".join(extra) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    (TARGET / name).write_bytes(b"\x89PNG\r\n\x1a\n" + content)


def rows_of(values):
    """Rows of one byte string per pixel."""
    return [b"".join(values[3 * (y // 8) + x // 8] for x in range(24)) for y in range(16)]


def profile():
    """An ICC profile with the primaries of Display P3 and a plain gamma."""
    def s15(*values):
        return b"".join(struct.pack(">i", round(v * 65536)) for v in values)
    text = b"dcpt4j test P3\0"
    tags = [
        (b"desc", b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)),
        (b"cprt", b"text\0\0\0\0public domain\0"),
        (b"wtpt", b"XYZ \0\0\0\0" + s15(0.9642, 1, 0.8249)),
        (b"rXYZ", b"XYZ \0\0\0\0" + s15(0.51512, 0.24120, -0.00105)),
        (b"gXYZ", b"XYZ \0\0\0\0" + s15(0.29198, 0.69225, 0.04189)),
        (b"bXYZ", b"XYZ \0\0\0\0" + s15(0.15710, 0.06657, 0.78407)),
    ] + [(name, b"curv\0\0\0\0\0\0\0\1\2\x33") for name in (b"rTRC", b"gTRC", b"bTRC")]
    table, data = struct.pack(">I", len(tags)), b""
    for name, content in tags:
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(data), len(content))
        data += content
    length = 128 + len(table) + len(data)
    header = struct.pack(">I4sI4s4s4s12x4s4s", length, b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp", b"none")
    header = header.ljust(68, b"\0") + s15(0.9642, 1, 0.8249)
    return header.ljust(128, b"\0") + table + data


def main():
    WORK.mkdir(exist_ok=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    rgb = scene("rgb.png", COLOURS)
    grey = scene("grey.png", [g * 3 for g in GREYS])
    rgba = scene("rgba.png", [c + a for c, a in zip(COLOURS, ALPHAS)])
    greya = scene("greya.png", [g * 3 + a for g, a in zip(GREYS, ALPHAS)])
    to = lambda name: TARGET / name

    for value, turn in STORED.items():
        for extension, options in (("jpg", ["-quality", "95", "-sampling-factor", "1x1"]),
                                   ("png", ["-depth", "8"]), ("webp", LOSSLESS), ("tif", ["-depth", "8"])):
            file = to(f"orientation-{value}.{extension}")
            convert(rgb, "-depth", "8", *turn, "-strip", *options, file)
            exiftool(f"-Orientation#={value}", "-Artist=A. Painter", file)

    convert(rgb, "-resize", "12x8!", "-strip", WORK / "thumbnail.jpg")
    (WORK / "p3.icc").write_bytes(profile())
    for extension, options in (("jpg", ["-quality", "95"]), ("png", []), ("webp", LOSSLESS), ("tif", [])):
        file = to(f"described.{extension}")
        convert(rgb, "-depth", "8", *STORED[6], "-strip", *options, file)
        exiftool(f"-icc_profile<={WORK / 'p3.icc'}", "-Orientation#=6", "-Make=Acme", "-Artist=A. Painter",
                 "-ISO=400", "-ExifImageWidth=16", "-ExifImageHeight=24", "-GPSLatitude=48.5", "-GPSLatitudeRef=N",
                 "-InteropIndex=R03", f"-ThumbnailImage<={WORK / 'thumbnail.jpg'}", file)

    for bits in (8, 16):
        depth = ["-depth", bits, "-strip"]
        kind = lambda number: ["-define", f"png:bit-depth={bits}", "-define", f"png:color-type={number}"]
        for name, source, number in (("grey", grey, 0), ("rgb", rgb, 2), ("grey-alpha", greya, 4), ("rgba", rgba, 6)):
            convert(source, *depth, *kind(number), to(f"{name}-{bits}.png"))
            convert(source, *depth, "-compress", "lzw", to(f"{name}-{bits}.tif"))
    for name, source in (("grey", grey), ("rgb", rgb), ("grey-alpha", greya), ("rgba", rgba)):
        convert(source, *FLOATS, "-strip", "-compress", "zip", to(f"{name}-float.tif"))
    convert(rgb, "-depth", "16", "-define", "quantum:format=floating-point", "-strip", to("rgb-half.tif"))
    convert(rgba, "-depth", "16", "-define", "tiff:alpha=associated", "-strip", to("rgba-associated-16.tif"))
    convert(rgb, "-depth", "16", "-define", "tiff:tile-geometry=16x16", "-strip", to("rgb-tiled-16.tif"))
    convert(rgb, "-depth", "16", "-interlace", "plane", "-strip", to("rgb-planar-16.tif"))
    convert("-endian", "MSB", rgb, "-depth", "16", "-strip", to("rgb-big-endian-16.tif"))
    convert(rgb, "-depth", "8", "-type", "Palette", "-strip", to("palette.tif"))
    convert(rgb, grey, "-depth", "8", "-type", "TrueColor", "-strip", to("two-pages.tif"))
    convert(grey, "-depth", "8", "-define", "quantum:polarity=min-is-white", "-negate", "-strip", to("white-is-zero.tif"))

    convert(grey, "-depth", "8", "-strip", "-quality", "95", to("grey.jpg"))
    convert(rgb, "-depth", "8", "-strip", "-quality", "95", "-sampling-factor", "1x1", "-interlace", "jpeg", to("progressive.jpg"))
    convert(rgb, "-depth", "8", "-strip", "-quality", "95", "-sampling-factor", "2x2", to("quarter-chroma.jpg"))
    convert(rgba, "-depth", "8", "-strip", *LOSSLESS, to("rgba.webp"))
    convert(rgba, "-depth", "8", "-strip", "-quality", "95", to("rgba-lossy.webp"))
    convert(rgb, "-depth", "8", "-strip", "-quality", "95", to("rgb-lossy.webp"))
    convert(rgb, "-depth", "8", "-strip", "-type", "TrueColor", to("rgb.bmp"))
    convert(rgba, "-depth", "8", "-strip", to("rgba.bmp"))
    convert(to("grey-8.png"), "-strip", to("grey.bmp"))
    convert(rgb, "-depth", "8", "-strip", "-type", "Palette", to("palette.bmp"))
    convert(rgb, "-depth", "8", "-strip", "-type", "Palette", "-compress", "RLE", to("run-lengths.bmp"))

    eight = [bytes.fromhex(c[0:2] + c[4:6] + c[8:10]) for c in COLOURS]
    palette = chunk(b"PLTE", b"".join(eight))
    indices = [bytes([i]) for i in range(6)]
    png("palette-8.png", 8, 3, rows_of(indices), palette)
    packed = [bytes(int("".join(str(i) for i in pair), 16) for pair in zip(row[::2], row[1::2]))
              for row in rows_of(indices)]
    png("palette-4.png", 4, 3, packed, palette)
    png("palette-alpha-8.png", 8, 3, rows_of(indices), palette, chunk(b"tRNS", bytes(int(a[:2], 16) for a in ALPHAS)))
    full = [bytes.fromhex(c) for c in COLOURS]
    greys = [bytes.fromhex(g) for g in GREYS]
    png("rgb-key-8.png", 8, 2, rows_of(eight), chunk(b"tRNS", b"".join(b"\0" + bytes([v]) for v in eight[2])))
    png("rgb-key-16.png", 16, 2, rows_of(full), chunk(b"tRNS", full[2]))
    png("grey-key-8.png", 8, 0, rows_of([g[:1] for g in greys]), chunk(b"tRNS", b"\0" + greys[2][:1]))
    png("grey-key-16.png", 16, 0, rows_of(greys), chunk(b"tRNS", greys[2]))
    # One, two and four bits: the blocks count through the values there are.
    for bits in (1, 2, 4):
        values = [i % (1 << bits) for i in range(6)]
        whole = [int("".join(format(values[3 * (y // 8) + x // 8], f"0{bits}b") for x in range(24)), 2)
                 for y in range(16)]
        png(f"grey-{bits}.png", bits, 0, [row.to_bytes(24 * bits // 8, "big") for row in whole])

    png("refused-pq.png", 8, 2, rows_of(eight), chunk(b"cICP", bytes([9, 16, 0, 1])))
    png("refused-animated.png", 8, 2, rows_of(eight), chunk(b"acTL", struct.pack(">II", 1, 0)),
        chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 24, 16, 0, 0, 1, 10, 0, 0)))
    animate(to("refused-animated.webp"), to("rgb-lossy.webp").read_bytes())
    convert(rgb, "-depth", "8", "-strip", "-colorspace", "CMYK", to("refused-cmyk.jpg"))
    convert(rgb, "-depth", "8", "-strip", "-colorspace", "CMYK", to("refused-cmyk.tif"))
    convert(rgb, "-depth", "8", "-strip", "-colorspace", "Lab", to("refused-lab.tif"))
    convert(rgb, "-depth", "32", "-strip", to("refused-32.tif"))
    convert(rgb, "-depth", "64", "-define", "quantum:format=floating-point", "-strip", to("refused-double.tif"))
    for name, value in (("refused-hdr.tif", 4.0), ("refused-nan.tif", float("nan")), ("refused-infinite.tif", float("inf"))):
        floats(to(name), value)


def animate(file, still):
    """A WebP of one frame that says that it is animated."""
    def riff(name, content):
        return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
    frame = still[12:]
    size = struct.pack("<I", 23)[:3] + struct.pack("<I", 15)[:3]
    body = b"WEBP" + riff(b"VP8X", bytes([2, 0, 0, 0]) + size) + riff(b"ANIM", bytes(6)) + riff(
        b"ANMF", bytes(6) + size + struct.pack("<I", 100)[:3] + b"\0" + frame)
    file.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def floats(file, value):
    """A grey TIFF of 2x1 floats, uncompressed."""
    entries = [(256, 3, 2), (257, 3, 1), (258, 3, 32), (259, 3, 1), (262, 3, 1), (273, 4, 8 + 2 + 10 * 12 + 4),
               (277, 3, 1), (278, 3, 1), (279, 4, 8), (339, 3, 3)]
    body = b"II*\0" + struct.pack("<IH", 8, len(entries))
    for tag, kind, number in entries:
        body += struct.pack("<HHII", tag, kind, 1, number)
    file.write_bytes(body + struct.pack("<Iff", 0, 0.5, value))


if __name__ == "__main__":
    main()
