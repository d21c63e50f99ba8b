using System.Security.Cryptography;

namespace Magpie.Tagging;

/// <summary>Fetches a file to a temporary name, from where it broke off, and holds it against its size and SHA-256.</summary>
internal sealed class PackDownload(IModelSource source, TimeProvider time)
{
    private const int Tries = 4;
    private const int BufferBytes = 128 * 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Fetches into <paramref name="path"/>; null when it is there and right, else a sentence. A broken download stays as <c>.part</c>.</summary>
    public async Task<string?> FetchAsync(
        Uri address, string path, long? bytes, string? sha256, long maxBytes, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(path);
        var most = Math.Min(bytes ?? maxBytes, maxBytes);
        if (bytes > maxBytes)
        {
            return $"{file}: is {bytes} bytes; at most {maxBytes} are accepted.";
        }

        var part = $"{path}.part";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await ContinueAsync(address, part, file, bytes, most, progress, cancellationToken) is { } problem)
                {
                    File.Delete(part);
                    return problem;
                }

                break;
            }
            catch (Exception broken) when (broken is IOException or TimeoutException && attempt < Tries)
            {
                // Doubling, and up to half as much again, so that many clients do not come back together.
                var pause = FirstPause * Math.Pow(2, attempt - 1) * (1 + (RandomNumberGenerator.GetInt32(500) / 1000.0));
                await Task.Delay(pause, time, cancellationToken);
            }
            catch (Exception broken) when (broken is IOException or TimeoutException)
            {
                return $"{file}: the download from {address.Host} broke off: {broken.Message} Run the command again to go on from there.";
            }
        }

        if (sha256 is not null && await HashAsync(part, cancellationToken) is var hash && !string.Equals(hash, sha256, StringComparison.OrdinalIgnoreCase))
        {
            File.Delete(part);
            return $"{file}: what {address.Host} sent has the SHA-256 {hash}, and {sha256} is expected; it is removed.";
        }

        File.Move(part, path, overwrite: true);
        return null;
    }

    /// <summary>SHA-256 of a file, 64 lower-case hexadecimal digits.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private async Task<string?> ContinueAsync(
        Uri address, string part, string file, long? bytes, long most, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        await using var output = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        if (output.Length > most)
        {
            output.SetLength(0);
        }

        var have = output.Length;
        if (have == bytes)
        {
            return null;
        }

        using var stall = new CancellationTokenSource(StallTimeout, time);
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        try
        {
            var download = await source.OpenAsync(address, have, stalled.Token);
            await using var content = download.Content;
            var total = download.TotalBytes ?? bytes;
            if (download.Offset != have && download.Offset != 0)
            {
                return $"{file}: {address.Host} answers from byte {download.Offset} when asked from byte {have}.";
            }

            if (total > most || (bytes is not null && total != bytes))
            {
                return $"{file}: {address.Host} has {total} bytes, and {(bytes is null ? $"at most {most} are accepted" : $"{bytes} are expected")}.";
            }

            output.SetLength(download.Offset);
            output.Seek(0, SeekOrigin.End);
            var buffer = new byte[BufferBytes];
            while (await content.ReadAsync(buffer, stalled.Token) is > 0 and var read)
            {
                if (output.Length + read > most)
                {
                    return $"{file}: {address.Host} sends more than the {most} bytes that are {(bytes is null ? "accepted" : "expected")}.";
                }

                await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                progress?.Report(new(file, output.Position, total));
                stall.CancelAfter(StallTimeout);
            }

            return output.Position < (total ?? 0) ? throw new EndOfStreamException($"{output.Position} of {total} bytes came.") : null;
        }
        catch (OperationCanceledException stopped) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {StallTimeout.TotalSeconds:0} s.", stopped);
        }
    }
}
