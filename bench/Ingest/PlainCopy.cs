using System.Globalization;
using System.Net;
using CloudinaryDotNet;
using Magpie.Tests.Support;

namespace Magpie.Bench.Ingest;

/// <summary>The least that a delivery can be: one download from storage, cut into chunks, each posted to Cloudinary as it comes in.</summary>
internal static class PlainCopy
{
    public static async Task RunAsync(
        HttpClient client, Uri source, long bytes, int chunkBytes, CloudinaryServer cloudinary, CancellationToken cancellationToken)
    {
        var api = new Cloudinary(new Account(CloudinaryServer.Cloud, CloudinaryServer.Key, CloudinaryServer.Secret)).Api;
        using var download = await client.GetAsync(source, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        download.EnsureSuccessStatusCode();
        await using var content = await download.Content.ReadAsStreamAsync(cancellationToken);
        for (var at = 0L; at < bytes; at += chunkBytes)
        {
            var length = Math.Min(chunkBytes, bytes - at);
            var fields = new SortedDictionary<string, object>(StringComparer.Ordinal)
            {
                ["public_id"] = "plain-copy",
                ["timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            };
            using var form = new MultipartFormDataContent();
            foreach (var (name, value) in fields)
            {
                form.Add(new StringContent((string)value), name);
            }

            form.Add(new StringContent(api.SignParameters(fields)), "signature");
            form.Add(new StringContent(CloudinaryServer.Key), "api_key");
            form.Add(new Slice(content, length), "file", "plain.mp4");
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{cloudinary.Address}/v1_1/{CloudinaryServer.Cloud}/video/upload") { Content = form };
            request.Headers.TransferEncodingChunked = true;
            request.Headers.Add("X-Unique-Upload-Id", "plain-copy");
            form.Headers.TryAddWithoutValidation("Content-Range", $"bytes {at}-{at + length - 1}/{(at + length == bytes ? bytes : -1)}");
            using var response = await client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"The plain copy was refused: {await response.Content.ReadAsStringAsync(cancellationToken)}");
            }
        }
    }

    /// <summary>The next so many bytes of a stream.</summary>
    private sealed class Slice(Stream stream, long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream target, TransportContext? context)
        {
            var block = new byte[128 * 1024];
            for (var left = length; left > 0;)
            {
                var read = await stream.ReadAsync(block.AsMemory(0, (int)Math.Min(block.Length, left)));
                if (read == 0)
                {
                    throw new EndOfStreamException();
                }

                await target.WriteAsync(block.AsMemory(0, read));
                left -= read;
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
