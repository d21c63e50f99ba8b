using System.Runtime.ExceptionServices;
using Azure;
using CloudinaryDotNet;
using CloudinaryDotNet.Actions;
using Magpie.Delivery;
using Magpie.Operations;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace Magpie.Functions.Delivery;

/// <summary>What a call came to: an answer, or why there is none.</summary>
/// <param name="IsFinal">It was tried again as often as it may already, part by part.</param>
internal sealed record CloudinaryOutcome(BaseResult? Result, DeliveryError? Error, bool IsFinal = false);

/// <summary>Makes calls of Cloudinary's SDK: each try within its time, tried again where that may help, failures as values.</summary>
internal sealed partial class CloudinaryCaller : IDisposable
{
    private readonly CloudinaryAccount _account;
    private readonly CloudinaryTransport _transport;
    private readonly HttpClient _http;
    private readonly Cloudinary _cloudinary;
    private readonly ResiliencePipeline<CloudinaryOutcome> _pipeline;
    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly ILogger _logger;
    private volatile DeliveryError? _refusal;

    public CloudinaryCaller(CloudinaryAccount account, DeliveryOptions options, TimeProvider time, Random jitter, ILogger logger)
    {
        _account = account;
        _logger = logger;
        _transport = CloudinaryTransport.Create(options.CallTimeout, time);

        // The transport limits each call; the client's own 100 seconds would cut long uploads.
        _http = new HttpClient(new ChunkRetries(_transport, options, time, jitter)) { Timeout = Timeout.InfiniteTimeSpan };
        _cloudinary = account.Connect(_http);
        _pipeline = CloudinaryResilience.Create(options, time, jitter, _breaker);
    }

    /// <summary>Why calls come to nothing at present: the last was not let in, or so many failed that none is made; null when neither is so.</summary>
    public DeliveryError? Problem =>
        _refusal ?? (_breaker.CircuitState == CircuitState.Closed ? null : CloudinaryErrors.LeftAlone(null));

    /// <summary>Makes a call.</summary>
    /// <param name="name">For the log: what is done.</param>
    public async Task<CloudinaryOutcome> CallAsync(
        string name,
        string assetId,
        Func<Cloudinary, CancellationToken, Task<BaseResult>> call,
        CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                async (state, token) => await state.Caller.TryAsync(state.Name, state.AssetId, state.Call, token),
                (Caller: this, Name: name, AssetId: assetId, Call: call),
                cancellationToken);
        }
        catch (BrokenCircuitException broken)
        {
            return new CloudinaryOutcome(null, CloudinaryErrors.LeftAlone(broken.RetryAfter));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<CloudinaryOutcome> TryAsync(
        string name, string assetId, Func<Cloudinary, CancellationToken, Task<BaseResult>> call, CancellationToken cancellationToken)
    {
        var exchange = new CloudinaryExchange(cancellationToken);
        _transport.Note(exchange);
        DeliveryError? error;
        BaseResult? result = null;
        try
        {
            result = await call(_cloudinary, cancellationToken);
            var said = result.Error is null ? null : result.Error.Message ?? "";
            error = CloudinaryErrors.Of(result.StatusCode, said, exchange.RetryAfter, _account);
        }
#pragma warning disable CA1031 // The SDK throws Exception itself for a chunk that is refused and for answers that are no JSON.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            error = StorageFailure(exception) is { } failure ? OfOriginal(failure) : OfWire(exchange);
        }

        _refusal = error switch
        {
            { Code: DeliveryErrorCodes.Unauthorized } => error,
            null or { Code: DeliveryErrorCodes.Refused } => null,
            _ => _refusal,
        };
        if (error is not null)
        {
            Log.Failed(_logger, name, assetId, error.Code, (int?)exchange.Status, exchange.TimedOut);
        }

        if (exchange.ChunksSentAgain > 0)
        {
            Telemetry.Retried(RetriedWork.CloudinaryChunk, exchange.ChunksSentAgain);
            Log.SentAgain(_logger, name, assetId, exchange.ChunksSentAgain);
        }

        return new CloudinaryOutcome(error is null ? result : null, error, exchange.ChunkGivenUp);
    }

    // A success status with an exception is an answer that could not be read; the SDK's own messages may quote what was signed.
    private DeliveryError OfWire(CloudinaryExchange exchange) =>
        (exchange.Status is { } status ? CloudinaryErrors.Of(status, null, exchange.RetryAfter, _account) : null)
        ?? CloudinaryErrors.Unanswered(exchange);

    // Reading the original fails in the middle of sending it, and arrives wrapped or bare.
    private static RequestFailedException? StorageFailure(Exception? exception) =>
        exception is null or RequestFailedException ? exception as RequestFailedException : StorageFailure(exception.InnerException);

    private static DeliveryError OfOriginal(RequestFailedException failure)
    {
        if (failure.Status is not (404 or 412))
        {
            // Storage is down: not Cloudinary's fault, and nothing that a retry here would cure.
            ExceptionDispatchInfo.Throw(failure);
        }

        return DeliveryErrors.OriginalGone;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Cloudinary {Call} of asset {AssetId} failed: {Code}, status {Status}, timed out: {TimedOut}")]
        public static partial void Failed(ILogger logger, string call, string assetId, string code, int? status, bool timedOut);

        [LoggerMessage(2, LogLevel.Information, "Cloudinary {Call} of asset {AssetId}: {Count} chunks were sent again")]
        public static partial void SentAgain(ILogger logger, string call, string assetId, int count);
    }
}
