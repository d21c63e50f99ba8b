using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Magpie.Concepts;

/// <summary>Ids of concepts that nobody chose one for: <c>ai_</c> and eight letters and digits made from the tag, the same for ever.</summary>
public static class ConceptId
{
    public const string Prefix = "ai_";

    private const int Digits = 8;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The id of a tag.</summary>
    /// <param name="tag">Normalised, in English.</param>
    public static string Of(string tag)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(tag));
        var number = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        Span<char> digits = stackalloc char[Digits];
        foreach (ref var digit in digits)
        {
            digit = Alphabet[(int)(number % (uint)Alphabet.Length)];
            number /= (uint)Alphabet.Length;
        }

        return $"{Prefix}{digits}";
    }
}
