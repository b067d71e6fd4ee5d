"""The HTTP operations of the picture service."""

from backend.contracts.operation import EDIT_CATALOGUE, Caller, Changes, Operation, Thing
from backend.contracts.picture.models import StartUpload, Upload, UploadPath, UploadState
from backend.contracts.picture.review_operations import REVIEW_OPERATIONS

START_UPLOAD = Operation(
    name="start_upload",
    service="picture",
    route="POST /pictures",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="A form to send one picture by, straight to S3",
    body=StartUpload,
    reply=Upload,
    status=201,
    problems=(422,),
    changes=Changes(Thing.PICTURE, "id"),
)
GET_UPLOAD = Operation(
    name="get_upload",
    service="picture",
    route="GET /pictures/{picture_id}",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="What has become of an upload",
    path=UploadPath,
    reply=UploadState,
    problems=(404,),
)
OPERATIONS = (START_UPLOAD, GET_UPLOAD, *REVIEW_OPERATIONS)
