using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Wire;

/// <summary>Writes an exception inside a value, such as a list of what went wrong, as the <see cref="RemoteException"/> that
/// it is on the other side. So it must be declared as that, or as <see cref="Exception"/>.</summary>
internal sealed class ExceptionConverter : JsonConverter<Exception>
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert == typeof(Exception) || typeToConvert == typeof(RemoteException);

    public override Exception Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var bytes = new BinaryReader(new MemoryStream(reader.GetBytesFromBase64()), Encoding.UTF8);
        return RemoteException.Read(bytes);
    }

    public override void Write(Utf8JsonWriter writer, Exception value, JsonSerializerOptions options)
    {
        using var bytes = new MemoryStream();
        using var fields = new BinaryWriter(bytes, Encoding.UTF8);
        RemoteException.Of(value).Write(fields);
        writer.WriteBase64StringValue(bytes.ToArray());
    }
}
