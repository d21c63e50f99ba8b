using Magpie.Imaging;
using Magpie.Ingest;

namespace Magpie.Fetching;

/// <summary>A file from a URL, <see cref="Fetched"/>, or why there is none, <see cref="Refused"/>.</summary>
public abstract class FetchResult : IDisposable
{
    private FetchResult()
    {
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

#pragma warning disable CA1034 // Nested, so that a switch reads FetchResult.Fetched, FetchResult.Refused: there is no third.

    /// <summary>The file, in memory until disposed of.</summary>
    /// <param name="bytes">The file is its first <paramref name="length"/> bytes.</param>
    /// <param name="type">What the leading bytes say, whatever the server called it.</param>
    /// <param name="place">What is given back together with the bytes.</param>
    public sealed class Fetched(NativeBuffer bytes, int length, FileType type, IDisposable? place = null) : FetchResult
    {
        public NativeBuffer Bytes { get; } = bytes;

        /// <summary>Bytes of the file.</summary>
        public int Length { get; } = length;

        public FileType Type { get; } = type;

        /// <summary>The media type of <see cref="Type"/>.</summary>
        public string ContentType => Type.MediaType();

        /// <summary>The file; not to be used once this is disposed of.</summary>
        public ReadOnlyMemory<byte> Content => Bytes.Memory[..Length];

        protected override void Dispose(bool disposing)
        {
            ((IDisposable)Bytes).Dispose();
            place?.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>There is no file.</summary>
    /// <param name="code">One of <see cref="FetchCodes"/>.</param>
    /// <param name="message">A sentence for the caller, which says what to do and never repeats the URL.</param>
    public sealed class Refused(string code, string message) : FetchResult
    {
        public string Code { get; } = code;

        public string Message { get; } = message;
    }

#pragma warning restore CA1034
}
