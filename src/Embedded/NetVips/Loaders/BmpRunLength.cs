namespace NetVips.Loaders;

/// <summary>RLE8 and RLE4: runs, literal stretches, jumps. What falls outside the picture is dropped; what is not written stays colour 0.</summary>
internal static class BmpRunLength
{
    public static void Decode(in BmpHeader header, ReadOnlySpan<byte> file, uint[] palette, Span<byte> pixels)
    {
        var canvas = new Canvas(header, palette, pixels);
        canvas.Clear();
        var data = file[header.PixelOffset..];
        var perByte = header.Compression == BmpHeader.BiRle4 ? 2 : 1;
        var at = 0;
        while (at + 1 < data.Length)
        {
            var (count, second) = (data[at], data[at + 1]);
            at += 2;
            if (count > 0)
            {
                for (var i = 0; i < count; i++)
                {
                    canvas.Put(Index(second, i, perByte));
                }

                continue;
            }

            switch (second)
            {
                case 0:
                    canvas.NextRow();
                    break;
                case 1:
                    return;
                case 2 when at + 1 < data.Length:
                    canvas.Move(data[at], data[at + 1]);
                    at += 2;
                    break;
                default:
                    var bytes = (second + perByte - 1) / perByte;
                    if (at + bytes > data.Length)
                    {
                        throw new VipsException("bmpload: the pixels are cut off");
                    }

                    for (var i = 0; i < second; i++)
                    {
                        canvas.Put(Index(data[at + (i / perByte)], i, perByte));
                    }

                    at += (bytes + 1) & ~1;
                    break;
            }

            if (canvas.IsFull)
            {
                return;
            }
        }

        throw new VipsException("bmpload: the pixels are cut off");
    }

    private static int Index(byte value, int position, int perByte) =>
        perByte == 1 ? value : (position & 1) == 0 ? value >> 4 : value & 0xF;

    private ref struct Canvas(in BmpHeader header, uint[] palette, Span<byte> pixels)
    {
        private readonly int _width = header.Width;
        private readonly int _height = header.Height;
        private readonly Span<byte> _pixels = pixels;
        private long _x;
        private long _y;

        public readonly bool IsFull => _y >= _height;

        public void Clear()
        {
            for (var i = 0; i < _width * _height; i++)
            {
                Write(i, palette[0]);
            }
        }

        public void Put(int index)
        {
            if (_x < _width && _y < _height)
            {
                Write((int)(((_height - 1 - _y) * _width) + _x), palette[index]);
            }

            _x++;
        }

        public void NextRow() => (_x, _y) = (0, _y + 1);

        public void Move(byte right, byte up) => (_x, _y) = (_x + right, _y + up);

        private readonly void Write(int pixel, uint colour)
        {
            var at = _pixels.Slice(pixel * 3, 3);
            (at[0], at[1], at[2]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
        }
    }
}
