using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Video;

/// <summary>
/// Serves one file, by ranges, at one address of this machine that nobody can guess, until it is disposed: how a child process reads what
/// lies in storage without a credential on its command line.
/// </summary>
internal sealed class RangeServer : IAsyncDisposable
{
    private const int BlockBytes = 128 * 1024;

    private readonly WebApplication _app;
    private readonly IOriginal _original;
    private readonly SemaphoreSlim _reading = new(1);
    private readonly string _path = "/" + RandomNumberGenerator.GetHexString(32, lowercase: true);
    private Stream? _stream;
    private long _left;

    private RangeServer(IOriginal original, long mostBytes)
    {
        (_original, _left) = (original, mostBytes);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxConcurrentConnections = 16;
            kestrel.Limits.MaxRequestBodySize = 0;

            // A reader that decodes what it has read may pause as long as its own time limit lets it.
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where the file is.</summary>
    public string Url => _app.Urls.Single() + _path;

    /// <summary>Why the original could not be read; null when it could.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether more was asked for than may be read.</summary>
    public bool IsExhausted => Interlocked.Read(ref _left) <= 0;

    public static async Task<RangeServer> StartAsync(IOriginal original, long mostBytes, CancellationToken cancellationToken)
    {
        var server = new RangeServer(original, mostBytes);
        try
        {
            await server._app.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads from the file's own stream, of which there is one: readers take turns, and what one fetched serves the next.</summary>
    public async Task<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            _stream ??= await _original.OpenReadAsync(cancellationToken);
            _stream.Position = offset;
            var read = await _stream.ReadAsync(destination, cancellationToken);
            Interlocked.Add(ref _left, -read);
            return read;
        }
        finally
        {
            _reading.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }

        _reading.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!string.Equals(request.Path.Value, _path, StringComparison.Ordinal) || !HttpMethods.IsGet(request.Method))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var total = _original.Bytes;
        var (from, length) = (0L, total);
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = "application/octet-stream";
        if (MediaRange.Parse(request.Headers.Range) is { } range)
        {
            if (range.Within(total) is not { } part)
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = $"bytes */{total}";
                return;
            }

            (from, length) = (part.Offset, part.Length ?? (total - part.Offset));
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {from}-{from + length - 1}/{total}";
        }

        response.ContentLength = length;
        await SendAsync(context, from, length);
    }

    private async Task SendAsync(HttpContext context, long from, long length)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (var end = from + length; from < end && !IsExhausted;)
            {
                var read = await ReadAsync(from, block.AsMemory(0, (int)Math.Min(BlockBytes, end - from)), context.RequestAborted);
                await context.Response.Body.WriteAsync(block.AsMemory(0, read), context.RequestAborted);
                from += read;
                if (read == 0)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It has read enough.
        }
        catch (Exception exception)
        {
            Failure ??= exception;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
            if (IsExhausted || Failure is not null)
            {
                context.Abort();
            }
        }
    }
}
