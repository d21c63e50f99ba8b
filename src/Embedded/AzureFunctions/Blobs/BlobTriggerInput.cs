using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A blob: binds its client, a stream or its content; its metadata is the path's tokens, the URI and what the listing told.</summary>
internal sealed class BlobTriggerInput(BlobClient client, BlobVersion version, Dictionary<string, object?> tokens) : TriggerInput
{
    /// <summary>The largest blob that is bound as one piece of memory, bytes.</summary>
    private const long LargestContent = 256L * 1024 * 1024;

    private bool _isComplete;
    private bool _isGone;

    public override IReadOnlyDictionary<string, object?> BindingData
    {
        get
        {
            if (!_isComplete)
            {
                _isComplete = true;
                var blob = version.Blob;
                tokens["BlobTrigger"] = $"{version.Container}/{version.Name}";
                tokens.TryAdd("Name", version.Name);
                tokens["Uri"] = client.Uri;
                tokens["Metadata"] = JsonSerializer.Serialize(blob.Metadata);
                tokens["Properties"] = JsonSerializer.Serialize(new
                {
                    blob.Properties.LastModified,
                    ETag = version.ETag.ToString(),
                    blob.Properties.ContentType,
                    Length = blob.Properties.ContentLength,
                });
            }

            return tokens;
        }
    }

    public override async ValueTask<object?> BindAsync(Type type, CancellationToken cancellationToken)
    {
        if (type == typeof(BlobClient) || type == typeof(BlobBaseClient))
        {
            return client;
        }

        try
        {
            return type == typeof(Stream)
                ? (await client.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content
                : await ContentAsync(type, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            _isGone = true;
            throw;
        }
    }

    public override bool IsGone(Exception failure) => _isGone;

    private async Task<object> ContentAsync(Type type, CancellationToken cancellationToken)
    {
        if (type != typeof(string) && type != typeof(byte[]) && type != typeof(BinaryData))
        {
            throw new InvalidOperationException($"A blob trigger binds BlobClient, Stream, string, byte[] or BinaryData, not {type}.");
        }

        if (version.Blob.Properties.ContentLength > LargestContent)
        {
            throw new InvalidOperationException($"A blob of more than {LargestContent} bytes is bound as Stream or BlobClient only.");
        }

        var content = (await client.DownloadContentAsync(cancellationToken)).Value.Content;
        return type == typeof(string) ? content.ToString() : type == typeof(byte[]) ? content.ToArray() : content;
    }
}
