/** Groups and their members as several actions print them. */
import type { Cloud } from "../../cloud.ts";
import { own } from "../../records.ts";
import { beijingTime } from "../times.ts";
import type { CamGroup } from "./state.ts";

export function printedGroup(group: CamGroup) {
  return {
    GroupId: group.id,
    GroupName: group.name,
    CreateTime: beijingTime(group.createTime),
    Remark: group.remark,
  };
}

/** The members of a group, in the order in which they joined. */
export function printedMembers({ cam }: Cloud, { members }: CamGroup) {
  return members.flatMap((uin) => {
    const user = own(cam.users, uin);
    if (user === undefined) return [];
    return [
      {
        Uid: user.uid,
        Uin: user.uin,
        Name: user.name,
        PhoneNum: user.phoneNum,
        CountryCode: user.countryCode,
        PhoneFlag: 0,
        Email: user.email,
        EmailFlag: 0,
        UserType: 2,
        CreateTime: beijingTime(user.createTime),
        IsReceiverOwner: 0,
        Remark: user.remark,
      },
    ];
  });
}
