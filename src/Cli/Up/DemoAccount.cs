using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Magpie.Cli.Up;

/// <summary>The account that <c>up</c> makes at the first start and keeps in its data folder.</summary>
internal sealed record DemoAccount(string Key, string Secret)
{
    private const string FileName = "demo-account.json";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>From the settings, else from the folder, else new: 8 random bytes of key, 24 of secret.</summary>
    public static DemoAccount In(DataFolder folder, Func<string, string?> environment)
    {
        var path = Path.Combine(folder.Path, FileName);
        var kept = Kept(path);
        if (kept is null)
        {
            kept = new DemoAccount(
                $"demo-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}",
                Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)));
            Keep(path, kept);
        }

        return kept.Over(environment);
    }

    /// <summary>The account of an <c>up</c> with this data folder; null when there has been none.</summary>
    public static DemoAccount? TryRead(string folder, Func<string, string?> environment) => Kept(Path.Combine(folder, FileName))?.Over(environment);

    private DemoAccount Over(Func<string, string?> environment) => new(
        environment("MAGPIE_DEMO_KEY") is { Length: > 0 } key ? key : Key,
        environment("MAGPIE_DEMO_SECRET") is { Length: > 0 } secret ? secret : Secret);

    private static DemoAccount? Kept(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<DemoAccount>(File.ReadAllText(path), JsonSerializerOptions.Web) is { Key.Length: > 0, Secret.Length: > 0 } account
                ? account
                : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void Keep(string path, DemoAccount account)
    {
        // Readable by its owner from the first byte on, and never half written.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var whole = $"{path}.part";
        File.Delete(whole);
        using (var file = new FileStream(whole, options))
        {
            JsonSerializer.Serialize(file, account, JsonSerializerOptions.Web);
        }

        File.Move(whole, path, overwrite: true);
    }
}
