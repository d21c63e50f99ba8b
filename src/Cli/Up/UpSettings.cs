using System.Globalization;
using Magpie.Cli.Models;

namespace Magpie.Cli.Up;

/// <summary>What <c>up</c> runs with: a flag wins over an environment variable, which wins over the default.</summary>
internal sealed record UpSettings
{
    public const int DefaultPort = 7071;
    public const int DefaultStoragePort = 10000;

    /// <summary>The app's TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>Absolute path of the folder for Azurite's files, logs and the demo account.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Azurite's first TCP port: blobs; queues are at +1, tables at +2.</summary>
    public required int StoragePort { get; init; }

    /// <summary>The folders with model packs that were named, separated by <c>:</c>; null: the checkout's own.</summary>
    public string? Models { get; init; }

    /// <summary>Private <c>host:port</c> pairs that image and callback URLs may name, comma-separated; null: none.</summary>
    public string? FetchAllow { get; init; }

    /// <summary>Where Azurite listens, in the form the Azure SDKs take. Account and key are Azurite's published ones.</summary>
    public string ConnectionString => LocalStorage.ConnectionString(StoragePort);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="CommandException">A setting is out of its range; the sentence names it.</exception>
    public static UpSettings Read(UpFlags flags, Func<string, string?> environment)
    {
        var port = Number("MAGPIE_PORT", "--port", flags.Port, DefaultPort, 65535);
        var storagePort = Number("MAGPIE_STORAGE_PORT", "--storage-port", flags.StoragePort, DefaultStoragePort, 65533);
        if (port >= storagePort && port <= storagePort + 2)
        {
            throw new CommandException(
                $"the app's port {port} is one of storage's ports {storagePort} to {storagePort + 2}; choose another with --port or --storage-port.");
        }

        return new UpSettings
        {
            Port = port,
            StoragePort = storagePort,
            DataFolder = Path.GetFullPath(flags.Data ?? Text("MAGPIE_DATA") ?? Path.Combine(Checkout.Root, ".data")),
            Models = flags.Models ?? Text(ModelFolders.Setting),
            FetchAllow = flags.FetchAllow ?? Text("MAGPIE_FETCH_ALLOW"),
        };

        string? Text(string name) => environment(name) is { Length: > 0 } text ? text : null;

        int Number(string name, string flag, string? given, int fallback, int highest)
        {
            var text = given ?? Text(name);
            if (text is null)
            {
                return fallback;
            }

            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= highest
                ? number
                : throw new CommandException($"{(given is null ? name : flag)} is \"{text}\"; it must be a port number from 1 to {highest}.");
        }
    }
}

/// <summary>The flags of <c>up</c> as given; null: not given.</summary>
internal sealed record UpFlags(string? Port = null, string? Data = null, string? StoragePort = null, string? Models = null, string? FetchAllow = null);
