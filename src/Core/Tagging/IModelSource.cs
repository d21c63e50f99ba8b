namespace Magpie.Tagging;

/// <summary>Where model files are fetched from. Core knows no HTTP.</summary>
public interface IModelSource
{
    /// <summary>
    /// Opens a file from <paramref name="offset"/> on. Throws <see cref="IOException"/> when it cannot be reached, is not there, or breaks off
    /// while it is read.
    /// </summary>
    Task<ModelDownload> OpenAsync(Uri address, long offset, CancellationToken cancellationToken);
}

/// <summary>A file that is being fetched.</summary>
/// <param name="Content">The bytes from <paramref name="Offset"/> on; disposed by whoever opened it.</param>
/// <param name="Offset">Where the content starts: what was asked for, or 0 where the server cannot start in the middle.</param>
/// <param name="TotalBytes">Size of the whole file; null when the server does not say.</param>
public sealed record ModelDownload(Stream Content, long Offset, long? TotalBytes);

/// <summary>How far a download is.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Bytes">Here already.</param>
/// <param name="TotalBytes">Of the whole file; null when unknown.</param>
public sealed record DownloadProgress(string File, long Bytes, long? TotalBytes);
