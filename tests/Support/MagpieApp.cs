using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Magpie.Tests.Support;

/// <summary>The app as a process of its own, as <c>./magpie up</c> starts it, with an account to call it by.</summary>
public sealed class MagpieApp : IAsyncDisposable
{
    public const string Key = "demo";
    public const string Secret = "a-secret-that-only-tests-know";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ProcessStartInfo _start;
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    /// <summary>Prepares the process; nothing runs yet.</summary>
    /// <param name="connectionString">Of the storage account.</param>
    /// <param name="settings">Environment variables beside the usual ones; an empty value removes one.</param>
    public MagpieApp(string connectionString, IReadOnlyDictionary<string, string>? settings = null)
    {
        Port = Azurite.FreePort();
        var folder = Path.Combine(Repository.Root, "src", "Functions", "bin", Configuration, "net10.0");
        _start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        _start.ArgumentList.Add(Path.Combine(folder, "Magpie.Functions.dll"));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Port}",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["MAGPIE_PORT"] = $"{Port}",
            ["AzureWebJobsStorage"] = connectionString,
            ["AzureWebJobs__IngestEvents__Disabled"] = "true",
            ["MAGPIE_DEMO_KEY"] = Key,
            ["MAGPIE_DEMO_SECRET"] = Secret,
            ["MAGPIE_MODELS"] = Path.Combine(Repository.Root, "models"),
            ["CLOUDINARY_URL"] = "",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            environment[name] = value;
        }

        foreach (var (name, value) in environment)
        {
            if (value.Length == 0)
            {
                _start.Environment.Remove(name);
            }
            else
            {
                _start.Environment[name] = value;
            }
        }

        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromSeconds(100) };
        Client.DefaultRequestHeaders.Authorization = Basic(Key, Secret);
    }

    public int Port { get; }

    /// <summary>Calls as the demo account.</summary>
    public HttpClient Client { get; }

    public int ProcessId => _process?.Id ?? 0;

    /// <summary>What it wrote, line by line; the newest 5,000.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Resident memory in bytes.</summary>
    public long Memory
    {
        get
        {
            _process?.Refresh();
            return _process?.WorkingSet64 ?? 0;
        }
    }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process?.Refresh();
            return _process?.TotalProcessorTime ?? TimeSpan.Zero;
        }
    }

    private static string Configuration =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    public static AuthenticationHeaderValue Basic(string key, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{secret}")));

    /// <summary>Has another command start the process, which gets the usual command line behind its own arguments.</summary>
    public void RunBy(string command, params string[] arguments)
    {
        for (var at = 0; at < arguments.Length; at++)
        {
            _start.ArgumentList.Insert(at, arguments[at]);
        }

        _start.ArgumentList.Insert(arguments.Length, _start.FileName);
        _start.FileName = command;
    }

    /// <summary>Starts the process without waiting.</summary>
    public void Launch()
    {
        _process = Process.Start(_start) ?? throw new InvalidOperationException("dotnet did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts the process and waits until it answers.</summary>
    public async Task StartAsync(string path = "/api/v1/health")
    {
        Launch();
        await StartedAsync(path);
    }

    /// <summary>Waits until the process that was launched answers.</summary>
    public async Task StartedAsync(string path = "/healthz")
    {
        using var limit = new CancellationTokenSource(StartLimit);
        await AnswersAsync(path, limit.Token);
    }

    /// <summary>Waits until the path answers 200.</summary>
    public async Task AnswersAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var response = await Client.GetAsync(path, cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException exception)
            {
                if (_process is { HasExited: true })
                {
                    throw new InvalidOperationException("The app ended at start:\n" + string.Join('\n', _log), exception);
                }
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException("The app does not answer:\n" + string.Join('\n', _log), exception);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Asks for a place for one file and answers id, URL and headers.</summary>
    public async Task<Place> ReserveAsync(string name, string contentType, long size, string? sha256 = null, params string[] tags)
    {
        using var response = await Client.PostAsJsonAsync(
            "/api/uploads", new { files = new[] { new { name, contentType, size, tags, sha256 } } });
        var body = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"{(int)response.StatusCode}: {body}");
        }

        var upload = JsonDocument.Parse(body).RootElement.GetProperty("uploads")[0];
        return new Place(
            upload.GetProperty("id").GetString()!,
            new Uri(upload.GetProperty("uploadUrl").GetString()!),
            upload.GetProperty("headers").EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!, StringComparer.Ordinal));
    }

    /// <summary>Puts the bytes as a browser would.</summary>
    public static async Task<HttpResponseMessage> PutAsync(HttpClient storage, Place place, ReadOnlyMemory<byte> content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, place.UploadUrl) { Content = new ReadOnlyMemoryContent(content) };
        foreach (var (name, value) in place.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await storage.SendAsync(request);
    }

    /// <summary>Waits until the asset is settled and answers it.</summary>
    public async Task<JsonElement> SettledAsync(string id, TimeSpan? limit = null)
    {
        using var deadline = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(90));
        while (true)
        {
            var asset = await Client.GetFromJsonAsync<JsonElement>($"/api/assets/{id}?wait=20", deadline.Token);
            if (asset.GetProperty("state").GetString() is "ready" or "rejected" or "failed")
            {
                return asset;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await KillAsync();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
            if (_log.Count > 5000)
            {
                _log.TryDequeue(out _);
            }
        }
    }

    /// <summary>Where to put a file.</summary>
    public sealed record Place(string Id, Uri UploadUrl, IReadOnlyDictionary<string, string> Headers);
}
