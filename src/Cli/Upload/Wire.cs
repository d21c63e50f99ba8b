using System.Net;
using System.Net.Sockets;

namespace Magpie.Cli.Upload;

/// <summary>One HTTP exchange, with a limit on silence, and faults that may pass told from those that stay.</summary>
internal static class Wire
{
    /// <summary>Without a byte going either way.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of an answer, of which the largest tells of 200 states.</summary>
    private const int MaxAnswerBytes = 4_000_000;

    public static HttpClient CreateClient() => new(
        new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectLimit, PooledConnectionLifetime = ConnectionLife, UseCookies = false })
    {
        // The limit on silence counts; a large block on a slow line may take long.
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <param name="silence">Cancelled after <see cref="SilenceLimit"/> unless whoever writes the body puts it off.</param>
    /// <exception cref="PassingException">Nobody answered, or the answer was that another try may succeed.</exception>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpRequestMessage request, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Authority;
        silence.CancelAfter(SilenceLimit);
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, silence.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PassingException($"{host} is silent", isOutage: true, cause: error);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new CommandException($"{host} answered with more than {Words.Size(MaxAnswerBytes)}; it is no Magpie.", ExitCodes.Failed);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            throw new PassingException($"{host} cannot be reached", isOutage: true, cause: error);
        }

        if (response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
        {
            using (response)
            {
                var status = (int)response.StatusCode;
                var isOutage = response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or
                    HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
                throw new PassingException($"{host} answers {status}", isOutage, response.Headers.RetryAfter?.Delta);
            }
        }

        return response;
    }
}
