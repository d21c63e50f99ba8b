using Magpie.Tagging;

namespace Magpie.Core.Tests.Tagging;

/// <summary>Serves the files of a folder as if they came over a line that breaks after so many bytes, so many times.</summary>
internal sealed class FlakySource(string folder) : IModelSource
{
    public List<(string File, long Offset)> Opened { get; } = [];

    /// <summary>Bytes of an answer before the line breaks.</summary>
    public int BreaksAfter { get; set; } = int.MaxValue;

    /// <summary>How often it breaks.</summary>
    public int Breaks { get; set; }

    public bool KnowsRanges { get; set; } = true;

    public bool SaysSize { get; set; } = true;

    public Task<ModelDownload> OpenAsync(Uri address, long offset, CancellationToken cancellationToken)
    {
        var name = Uri.UnescapeDataString(address.Segments[^1]);
        Opened.Add((name, offset));
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            throw new IOException("404 Not Found");
        }

        var content = File.ReadAllBytes(path);
        var start = KnowsRanges ? offset : 0;
        var breaking = Breaks-- > 0;
        return Task.FromResult(new ModelDownload(
            new Line(content.AsMemory((int)start), breaking ? BreaksAfter : int.MaxValue), start, SaysSize ? content.Length : null));
    }

    private sealed class Line(ReadOnlyMemory<byte> content, int breaksAfter) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at >= breaksAfter)
            {
                throw new IOException("connection reset");
            }

            var read = Math.Min(Math.Min(count, content.Length - _at), Math.Min(64, breaksAfter - _at));
            content.Span.Slice(_at, read).CopyTo(buffer.AsSpan(offset));
            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
