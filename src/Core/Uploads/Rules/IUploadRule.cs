namespace Magpie.Uploads.Rules;

/// <summary>One thing that must hold for a file before a place is reserved for it.</summary>
public interface IUploadRule
{
    /// <summary>Null when it holds.</summary>
    UploadError? Check(UploadFile file);
}
