using System.Buffers;
using System.Security.Cryptography;
using Magpie.Imaging;

namespace Magpie.Cli.Upload;

/// <summary>Type and SHA-256 of files; the journal's SHA-256 where the file has not changed since.</summary>
internal sealed class FileInspector(Journal journal)
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>What the file is, or why it is left out.</summary>
    public async Task<(HashedFile? File, string? Reason)> InspectAsync(LocalFile file, CancellationToken cancellationToken)
    {
        var extension = Path.GetExtension(file.Path);
        if (extension.Length > 0 && FileTypes.FromExtension(extension) is null)
        {
            return (null, $"{extension.ToLowerInvariant()} is no accepted type");
        }

        try
        {
            await using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return await InspectAsync(file, stream, extension, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, "cannot be read");
        }
    }

    private async Task<(HashedFile? File, string? Reason)> InspectAsync(
        LocalFile file, FileStream stream, string extension, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var read = await stream.ReadAtLeastAsync(buffer, FileTypes.SniffLength, throwOnEndOfStream: false, cancellationToken);
            if (FileTypes.Sniff(buffer.AsSpan(0, Math.Min(read, FileTypes.SniffLength))) is not { } type)
            {
                return (null, "its leading bytes are those of no accepted type");
            }

            if (!type.Agrees(null, extension))
            {
                return (null, $"its leading bytes say {type.MediaType()}; rename it to {type.Extension()}");
            }

            if (journal.Sha256Of(file.Version) is { } known)
            {
                return (new HashedFile(file, type, known), null);
            }

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            while (read > 0)
            {
                hash.AppendData(buffer, 0, read);
                read = await stream.ReadAsync(buffer, cancellationToken);
            }

            var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            journal.Hashed(file.Version, sha256);
            return (new HashedFile(file, type, sha256), null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
