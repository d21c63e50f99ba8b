namespace Magpie.Imaging;

/// <summary>Why a file is no picture for us: the file's fault, with what its owner can do about it.</summary>
/// <param name="Code"><see cref="TooManyPixels"/>, <see cref="Corrupt"/> or <see cref="UnsupportedType"/>.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record ImageFault(string Code, string Message)
{
    public const string TooManyPixels = "too-many-pixels";
    public const string Corrupt = "corrupt";
    public const string UnsupportedType = "unsupported-type";
}
