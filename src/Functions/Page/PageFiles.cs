using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Magpie.Functions.Page;

/// <summary>The page's files, read once when the first is asked for. Only what is in this list is ever served.</summary>
public sealed class PageFiles(string folder)
{
    private const int MaxFiles = 200;
    private const long MaxBytes = 8 << 20;

    private readonly Lazy<FrozenDictionary<string, PageFile>> _files = new(() => Read(folder));

    /// <summary>The file at this path, without its leading slash; null when there is none.</summary>
    public PageFile? Find(string path) => _files.Value.GetValueOrDefault(path.Length == 0 ? "index.html" : path);

    private static FrozenDictionary<string, PageFile> Read(string folder)
    {
        var files = Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Length <= MaxBytes).Take(MaxFiles)
            : [];
        return files.ToFrozenDictionary(
            file => Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'),
            file => PageFile.Read(file.FullName),
            StringComparer.Ordinal);
    }
}

/// <summary>One file of the page.</summary>
/// <param name="ETag">Quoted, of the content.</param>
/// <param name="IsHashed">Its name holds a hash of its content: the name never stands for another.</param>
public sealed record PageFile(byte[] Content, string ContentType, string ETag, bool IsHashed)
{
    private const int HashLength = 8;

    internal static PageFile Read(string path)
    {
        var content = File.ReadAllBytes(path);
        return new PageFile(
            content, TypeOf(Path.GetExtension(path)), $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"", HasHash(path));
    }

    // Vite's names: main-B1s3Yq0d.js.
    private static bool HasHash(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Length > HashLength + 1 && name[^(HashLength + 1)] == '-' && name[^HashLength..].Any(char.IsAsciiLetterUpper);
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".webp" => "image/webp",
        ".woff2" => "font/woff2",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
