using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Magpie.Tests.Support;

/// <summary>A multipart form, its file kept on disk so that the tests' memory stays flat.</summary>
internal sealed class CloudinaryForm
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Fields => _fields;

    public string? FileName { get; private set; }

    public string? FilePath { get; private set; }

    public long FileBytes { get; private set; }

    public static async Task<CloudinaryForm> ReadAsync(HttpRequest request, string folder, CancellationToken cancellationToken)
    {
        var form = new CloudinaryForm();
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).ToString();
        var reader = new MultipartReader(boundary, request.Body) { BodyLengthLimit = null };
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            var disposition = ContentDispositionHeaderValue.Parse(section.ContentDisposition);
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (string.Equals(name, "file", StringComparison.Ordinal))
            {
                form.FileName = disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
                form.FilePath = Path.Combine(folder, Path.GetRandomFileName());
                await using var file = File.Create(form.FilePath);
                await section.Body.CopyToAsync(file, cancellationToken);
                form.FileBytes = file.Length;
                continue;
            }

            using var text = new StreamReader(section.Body, Encoding.UTF8);
            var value = await text.ReadToEndAsync(cancellationToken);
            var plain = name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name;
            form._fields[plain] = form._fields.TryGetValue(plain, out var before) ? $"{before},{value}" : value;
        }

        return form;
    }

    public void Discard()
    {
        if (FilePath is not null)
        {
            File.Delete(FilePath);
        }
    }
}
