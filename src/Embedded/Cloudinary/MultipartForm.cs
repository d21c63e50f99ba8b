using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace CloudinaryDotNet;

/// <summary>A call's parameters as <c>multipart/form-data</c>.</summary>
internal static class MultipartForm
{
    [SuppressMessage("Reliability", "CA2000", Justification = "The form disposes of its parts, and the request of the form.")]
    public static MultipartFormDataContent Of(SortedDictionary<string, object> fields)
    {
        var form = new MultipartFormDataContent(RandomNumberGenerator.GetHexString(32, lowercase: true));
        foreach (var (name, value) in fields)
        {
            switch (value)
            {
                case FileDescription file:
                    Add(form, name, file);
                    break;
                case IEnumerable<string> several:
                    foreach (var one in several)
                    {
                        form.Add(new StringContent(one), $"\"{name}[]\"");
                    }

                    break;
                default:
                    form.Add(new StringContent(value.ToString() ?? ""), $"\"{name}\"");
                    break;
            }
        }

        return form;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The form disposes of its parts, and the request of the form.")]
    private static void Add(MultipartFormDataContent form, string name, FileDescription file)
    {
        var chunk = file.Next();
        var content = new StreamContent(chunk.Stream);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{name}\"",
            FileNameStar = file.FileName,
        };
        form.Add(content);
        if (chunk.Range is { } range)
        {
            form.Headers.TryAddWithoutValidation("Content-Range", range);
        }
    }
}
