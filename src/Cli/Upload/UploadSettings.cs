using System.Globalization;
using Magpie.Tagging;
using Magpie.Uploads;

namespace Magpie.Cli.Upload;

/// <summary>Where a title comes from.</summary>
internal enum TitleSource
{
    /// <summary>No title is given.</summary>
    None,

    /// <summary>The file's name, made readable.</summary>
    Name,

    /// <summary>What the picture itself says, else its name.</summary>
    Exif,
}

/// <summary>What <c>upload</c> runs with.</summary>
internal sealed record UploadSettings
{
    /// <summary>Requests that send bytes, at once.</summary>
    public const int DefaultConcurrency = 8;

    public const int MaxConcurrency = 64;

    /// <summary>How long a lost network is waited for.</summary>
    public static readonly TimeSpan DefaultGiveUpAfter = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestGiveUpAfter = TimeSpan.FromDays(7);

    /// <summary>Files and folders, absolute; each existed a moment ago.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    public required Uri Server { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public TitleSource TitleFrom { get; init; }

    public int Concurrency { get; init; } = DefaultConcurrency;

    public bool Watch { get; init; }

    public bool Json { get; init; }

    /// <summary>Absolute path of the folder that remembers what was sent.</summary>
    public required string StateFolder { get; init; }

    public TimeSpan GiveUpAfter { get; init; } = DefaultGiveUpAfter;

    /// <summary>Checks the flags.</summary>
    /// <exception cref="CommandException">One is out of its range; the sentence names it.</exception>
    public static UploadSettings Read(UploadFlags flags, Func<string, string?> environment)
    {
        var concurrency = flags.Concurrency ?? DefaultConcurrency;
        if (concurrency is < 1 or > MaxConcurrency)
        {
            throw new CommandException($"--concurrency is {concurrency}; it must be from 1 to {MaxConcurrency}.");
        }

        var giveUpAfter = flags.GiveUpAfterMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : DefaultGiveUpAfter;
        if (giveUpAfter < TimeSpan.Zero || giveUpAfter > LongestGiveUpAfter)
        {
            throw new CommandException($"--give-up-after is {flags.GiveUpAfterMinutes}; it must be from 0 to {LongestGiveUpAfter.TotalMinutes:0} minutes.");
        }

        return new UploadSettings
        {
            Paths = [.. flags.Paths.Select(Existing).Distinct(StringComparer.Ordinal)],
            Server = ServerOf(flags.Server ?? environment("MAGPIE_SERVER"), environment),
            Tags = TagsOf(flags.Tags),
            TitleFrom = flags.TitleFrom?.ToUpperInvariant() switch
            {
                null => TitleSource.None,
                "NAME" => TitleSource.Name,
                "EXIF" => TitleSource.Exif,
                _ => throw new CommandException($"--title-from is \"{flags.TitleFrom}\"; it must be name or exif."),
            },
            Concurrency = concurrency,
            Watch = flags.Watch,
            Json = flags.Json,
            StateFolder = Path.GetFullPath(flags.State ?? DefaultState(environment)),
            GiveUpAfter = giveUpAfter,
        };
    }

    private static string Existing(string path) =>
        path.Length > 0 && Path.Exists(path)
            ? Path.GetFullPath(path)
            : throw new CommandException($"there is no file or folder \"{PlainText.Sanitize(path, 200)}\".");

    private static string DefaultState(Func<string, string?> environment) => Path.Combine(
        environment("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state)
            ? state
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "magpie");

    /// <summary>The secret goes to this address: over https, or to this machine.</summary>
    private static Uri ServerOf(string? given, Func<string, string?> environment)
    {
        var port = Up.UpSettings.Read(new Up.UpFlags(), environment).Port;
        var text = string.IsNullOrEmpty(given) ? $"http://localhost:{port}" : given;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || (server.Scheme != Uri.UriSchemeHttps && server.Scheme != Uri.UriSchemeHttp) ||
            server.UserInfo.Length > 0 || server.Query.Length > 0)
        {
            throw new CommandException("--server must be an address such as https://photos.example.org, without a user name or a query.");
        }

        return server.Scheme == Uri.UriSchemeHttps || server.IsLoopback
            ? new Uri(server.AbsoluteUri.TrimEnd('/') + "/")
            : throw new CommandException($"{server.Host} is another machine, and the secret would cross the network readable; give its https address to --server.");
    }

    private static IReadOnlyList<string> TagsOf(string? given)
    {
        var options = new UploadOptions();
        var tags = TagNormalizer.NormalizeAll((given ?? "").Split(','));
        return tags.Count > options.MaxTags || tags.FirstOrDefault(tag => tag.Length > options.MaxTagLength) is not null
            ? throw new CommandException(string.Create(
                CultureInfo.InvariantCulture, $"--tags takes at most {options.MaxTags} tags of at most {options.MaxTagLength} characters, separated by commas."))
            : tags;
    }
}

/// <summary>The flags of <c>upload</c> as given; null: not given.</summary>
internal sealed record UploadFlags(IReadOnlyList<string> Paths)
{
    public string? Server { get; init; }

    public string? Tags { get; init; }

    public string? TitleFrom { get; init; }

    public int? Concurrency { get; init; }

    public bool Watch { get; init; }

    public bool Json { get; init; }

    public string? State { get; init; }

    public double? GiveUpAfterMinutes { get; init; }
}
