using Azure;

namespace Magpie.Functions.Delivery;

/// <summary>
/// Under the SDK: sends a broken chunk of a large file again, that chunk alone. The SDK itself has lost its place by then and could only
/// start the file over. Bounds how many chunks are in memory.
/// </summary>
internal sealed class ChunkRetries(CloudinaryTransport transport, DeliveryOptions options, TimeProvider time, Random jitter) : DelegatingHandler(transport)
{
    /// <summary>Every chunk of an upload carries its id.</summary>
    private const string UploadId = "X-Unique-Upload-Id";

    /// <summary>Form fields and boundaries around a chunk. Bytes.</summary>
    private const int FormBytes = 1024 * 1024;

    private readonly SemaphoreSlim _memory = new(options.MaxChunksInMemory);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (options.Retries == 0 || request.Content is not { } body || !request.Headers.Contains(UploadId))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, transport.Exchange.CancellationToken);
        await _memory.WaitAsync(any.Token);
        try
        {
            using var record = new ChunkRecord(body, CloudinaryUpload.LargestChunk(options) + FormBytes);
            return await SendAsync(request, record, any.Token);
        }
        finally
        {
            request.Content = body;
            _memory.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _memory.Dispose();
        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, ChunkRecord record, CancellationToken cancellationToken)
    {
        var exchange = transport.Exchange;
        for (var attempt = 0; ; attempt++)
        {
            request.Content = await record.NextAsync(cancellationToken) ?? throw new HttpRequestException("A chunk broke off while it was read.");
            HttpResponseMessage? response = null;
            try
            {
                response = await base.SendAsync(request, cancellationToken);
                if (!MayPass((int)response.StatusCode))
                {
                    return attempt == 0 || response.IsSuccessStatusCode || (int)response.StatusCode is 401 or 403
                        ? response
                        : throw Lost(exchange, response);
                }
            }
            catch (Exception exception) when (
                attempt < options.Retries && !cancellationToken.IsCancellationRequested && exception is not ChunkLostException && !IsOfOriginal(exception))
            {
                // The connection broke, or nobody answered: the pause, then again.
            }
            catch (Exception exception) when (exception is not ChunkLostException && !IsOfOriginal(exception))
            {
                exchange.ChunkGivenUp = true;
                throw;
            }

            if (response is not null && (attempt >= options.Retries || exchange.RetryAfter > options.LongestRetryDelay))
            {
                exchange.ChunkGivenUp = true;
                return response;
            }

            response?.Dispose();
            await Task.Delay(exchange.RetryAfter ?? Pause(attempt), time, cancellationToken);
            exchange.ChunksSentAgain++;
        }
    }

    /// <summary>
    /// The service refuses a chunk that it would have taken at first: it has it already, its answer having been lost, or has dropped the
    /// upload. Only the whole file under a new upload id is left.
    /// </summary>
    private static ChunkLostException Lost(CloudinaryExchange exchange, HttpResponseMessage response)
    {
        response.Dispose();
        exchange.Status = null;
        return new ChunkLostException();
    }

    private static bool MayPass(int status) => status is 408 or 420 or 429 or >= 500;

    private static bool IsOfOriginal(Exception? exception) =>
        exception is not null && (exception is RequestFailedException || IsOfOriginal(exception.InnerException));

    /// <summary>Doubles from try to try, half of it by chance.</summary>
    private TimeSpan Pause(int attempt)
    {
        var longest = options.RetryDelay * Math.Pow(2, attempt);
#pragma warning disable CA5394 // Spreads retries; nothing secret.
        var pause = longest * (0.5 + (jitter.NextDouble() / 2));
#pragma warning restore CA5394
        return pause < options.LongestRetryDelay ? pause : options.LongestRetryDelay;
    }

    private sealed class ChunkLostException() : HttpRequestException("The service does not go on with the upload.");
}
